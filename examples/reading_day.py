"""A day's reading as a knapsack, and the price of a minute.

Run: python examples/reading_day.py
"""

from heed.budget import Row, allocate, bound, select_exact, select_with_rules

MINUTES = 30
DAY = [  # title, minutes, worth of a minute (1 = you would spend it again), topic
    ("Rates held as inflation cools", 6, 1.6, "economy"),
    ("A compiler that explains itself", 9, 1.5, "craft"),
    ("The harbour's new cranes", 4, 1.3, "city"),
    ("Why bread goes stale", 5, 1.2, "science"),
    ("A long look at lighthouses", 14, 1.1, "history"),
    ("Letters from the islands", 5, 1.0, "travel"),
    ("Council minutes, in full", 11, 0.7, "city"),
    ("Ten gadgets", 3, 0.3, "shopping"),
]
titles, minutes, worth, topics = zip(*DAY, strict=True)
value = [w * m for w, m in zip(worth, minutes, strict=True)]


def show(name, chosen, total):
    print(f"{name}: worth {total:.1f} minutes")
    for title, long, taken in zip(titles, minutes, chosen, strict=True):
        if taken:
            print(f"  {long:2d} min  {title}")


# 1. Choose: whole pieces, the best there is.
best = select_exact(value, minutes, MINUTES)
show("The day", best.chosen, best.value)

# 2. Explain: were pieces divisible, one more minute would bring this much. It is the price. The
# piece at the price is too long for what is left of the day; a shorter one takes its place.
limit = bound(value, minutes, MINUTES)
print(f"At most {limit.value:.1f}; a minute is worth {limit.price:.2f} today")
for title, rate, taken in zip(titles, worth, best.chosen, strict=True):
    print(
        f"  {rate:.1f} {'>=' if rate >= limit.price else '< '} {limit.price:.2f}  "
        f"{'read' if taken else 'left'}  {title}"
    )

# 3. Rules: at least 10 minutes of your city. What does the rule cost?
city = [m * (t == "city") for m, t in zip(minutes, topics, strict=True)]
rules = [Row(city, at_least=10)]
ruled = select_with_rules(value, minutes, MINUTES, rules)
show("With ten minutes of the city", ruled.chosen, ruled.value)
print(f"A minute of the rule costs {-bound(value, minutes, MINUTES, rules).row_prices[0]:.2f}")

# 4. Explore: the same budget as chances, none zero and none one, to be logged and learned from.
chances = allocate(value, MINUTES, cost=minutes, temperature=2.0)
print(f"As chances ({chances.status}, {chances.price:.2f} a minute):")
for title, chance in zip(titles, chances.weight, strict=True):
    print(f"  {chance:4.0%}  {title}")
