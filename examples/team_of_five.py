"""Five people, one morning, fourteen items: who reads what, and is it fair?

Run: python examples/team_of_five.py
"""

import numpy as np

from heed.budget import bidder, clear, clear_private, swaps

PEOPLE = ["Ada", "Ben", "Chen", "Dina", "Emil"]
OFFERS = [25, 15, 20, 20, 10]  # minutes each gives the team today
ITEMS = [  # title, minutes, fewest readers, most readers
    ("Release notes of the database", 6, 0, 1),
    ("Advisory: patch the proxy", 4, 2, 3),
    ("What users wrote this week", 9, 0, 2),
    ("A rival's new price list", 5, 0, 1),
    ("Draft law on records", 12, 1, 1),
    ("Post-mortem of Tuesday", 8, 0, 2),
    ("Paper on sparse indexes", 11, 0, 1),
    ("Conference: call for talks", 3, 0, 1),
    ("Guide to calmer alerts", 7, 0, 1),
    ("A supplier in trouble", 6, 0, 1),
    ("Interview with an archivist", 10, 0, 1),
    ("Survey of the field", 14, 0, 1),
    ("Changes to the build tools", 5, 0, 1),
    ("Letters to the editor", 4, 0, 1),
]
minutes = np.array([item[1] for item in ITEMS], dtype=float)
needs = [item[2:] for item in ITEMS]
# How many of its minutes each would spend again, from 0 to 2; made up, with a seed.
rate = np.random.default_rng(4).uniform(0, 2, (len(PEOPLE), len(ITEMS)))
rate[:, 4] = 0.1  # nobody likes the draft law
values = rate * minutes


def show(name, clearing):
    print(f"\n{name}")
    for person, offer, taken in zip(PEOPLE, OFFERS, clearing.assignment, strict=True):
        titles = "; ".join(ITEMS[j][0] for j in np.flatnonzero(taken))
        print(f"  {person:4} {minutes @ taken:2.0f} of {offer} min  {titles}")


def report(audit):
    print(
        f"  worth {audit.value:.1f} of at most {audit.bound:.1f}, "
        f"worst {audit.worst_rate:.2f} a minute, {audit.unmet} must-readers missing, "
        f"{audit.envy_pairs} envy, {audit.ef1_violations} beyond one item"
    )


# 1. Take turns: whoever has used the least of her minutes picks next.
split = clear(values, minutes, OFFERS, needs, seed=1)
show("In turns", split)
report(split.audit)
for swap in swaps(split)[:3]:
    (a, b), (mine, theirs) = swap.members, swap.items
    print(f"  {PEOPLE[a]} and {PEOPLE[b]} would both gain: {ITEMS[mine][0]} for {ITEMS[theirs][0]}")

# 2. The best fair plan, with prices: whose minutes are scarce, and what does the dull one cost?
best = clear(values, minutes, OFFERS, needs, mode="best", seed=1)
show("The best fair plan", best)
report(best.audit)
for person, price in zip(PEOPLE, best.minute_prices, strict=True):
    print(f"  one more minute of {person} would be worth {price:.2f}")
print(f"  reading the draft law deserves a credit of {best.credits[4]:.1f} minutes")

# 3. In private: everyone answers prices at home, and nobody's likings are told.
demand = [bidder(own, minutes, offer) for own, offer in zip(values, OFFERS, strict=True)]
private = clear_private(demand, minutes, OFFERS, needs, seed=1)
show("In private", private)
print(f"  must-readers missing: {private.audit.unmet}, minutes beyond an offer: 0")
