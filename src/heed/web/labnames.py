"""How the lab's applications, nets and judgements are called on pages."""

from collections.abc import Mapping

from heed.wording import mark

ASKS: Mapping[str, tuple[str, str]] = {
    "answer": (mark("Answer"), mark("Which sentence of a story answers a question about it?")),
    "answer_span": (
        mark("Answer, to the word"),
        mark("Which words of a paragraph answer a question about it?"),
    ),
    "answer_squad": (
        mark("Answer, paragraphs"),
        mark("Which sentence of a paragraph answers a question about it?"),
    ),
    "answer_zh": (
        mark("Answer, Chinese"),
        mark("Which sentence of a Chinese paragraph answers a question about it?"),
    ),
    "classify": (mark("Classify"), mark("Is a long review for a film or against it?")),
    "classify_zh": (
        mark("Classify, Chinese"),
        mark("Is a Chinese review for what it is about or against it?"),
    ),
    "clickbait": (mark("Clickbait"), mark("Does a headline tease? Single words give it away.")),
    "decide": (
        mark("Decide"),
        mark("Where to look, with three looks at a cluttered picture, to name its digit?"),
    ),
    "difficulty": (mark("Difficulty"), mark("Which of two excerpts is harder to read?")),
    "draw": (
        mark("Draw"),
        mark("Which of the patches drawn before tell the next one of a digit?"),
    ),
    "fuse": (mark("Fuse"), mark("Heard and seen, one of the two spoiled: which to trust?")),
    "generate": (mark("Generate"), mark("Which of the words before tell the next one?")),
    "graph": (mark("Graph"), mark("Which field is a paper of, by the papers it cites?")),
    "intent": (mark("Intent"), mark("What does a customer's message want?")),
    "intent_clinc150": (
        mark("Intent, out of scope"),
        mark("What does a message want of 150 things, and when is it none of them?"),
    ),
    "intent_tuned": (
        mark("Intent, fine-tuned"),
        mark("What does a customer's message want, when the encoder itself learns to tell?"),
    ),
    "links": (mark("Links"), mark("What else is true of a word, by what is known of it?")),
    "listen": (mark("Listen"), mark("Which digit does a voice say that was never heard before?")),
    "phrasebank": (
        mark("Tone, whole sentences"),
        mark("Is a sentence of finance news good or bad news?"),
    ),
    "predict": (
        mark("Predict"),
        mark("Does a share rise the next day, by tweets and prices? It should not be known."),
    ),
    "recognise": (
        mark("Recognise"),
        mark("Which channels and which places of a photograph tell what is on it?"),
    ),
    "same_zh": (
        mark("The same, Chinese"),
        mark("Do two short Chinese messages want the same? 160 pairs to learn from."),
    ),
    "search": (
        mark("Search"),
        mark("Which paragraph answers a question, of the twenty that share most words with it?"),
    ),
    "see": (mark("See"), mark("Which digit lies somewhere among pieces of others?")),
    "spell": (
        mark("Spell"),
        mark("Which moments of a string of spoken digits does the next digit come from?"),
    ),
    "summarise": (
        mark("Summarise"),
        mark("Which one sentence of an abstract says most of what its authors would say?"),
    ),
    "tone": (mark("Tone"), mark("Is a headline good or bad news for this company?")),
    "tone_zh": (
        mark("Tone, Chinese"),
        mark("Is a Chinese review for or against it, learned from others or by a list of words?"),
    ),
    "topics_zh": (
        mark("Subjects, Chinese"),
        mark("Which of ten subjects does a Chinese news title belong to?"),
    ),
    "track": (
        mark("Track"),
        mark("Which digit drifts through a few frames among pieces of others?"),
    ),
    "translate": (
        mark("Translate"),
        mark("Which words of an English sentence does the next German one come from? (BLEU)"),
    ),
    "translate_zh": (
        mark("Translate, Chinese"),
        mark("Which words of an English sentence does the next Chinese character come from?"),
    ),
}
NETS: Mapping[str, str] = {
    "attention": mark("with attention"),
    "additive": mark("with attention"),
    "without": mark("the mean of all"),
    "mean": mark("the mean of all"),
    "largest": mark("the largest of all"),
    "last": mark("the last one"),
    "blind": mark("without knowing whom it is about"),
    "alone": mark("without its neighbours"),
    "plain": mark("channels and places alike"),
    "vectors": mark("untrained vectors"),
    "transformer": mark("attention in every layer"),
    "channels": mark("attention to channels alone"),
    "baseline": mark("no network"),
}
ATTENTIVE = ("transformer", "channels")
"""Nets beside the one that is judged whose attention is of another kind: they are no rivals of it.
"""
MEASURES: Mapping[str, str] = {
    "accuracy": mark("told right"),
    "F1 of words": mark("words right (F1)"),
    "chance of a pixel": mark("chance given to a pixel"),
    "chance of the next piece": mark("chance given to the next piece"),
    "MRR": mark("rank of the right one (MRR)"),
    "strings all right": mark("strings all right"),
    "ROUGE-1": mark("words in common (ROUGE-1)"),
    "BLEU / 100": mark("like a person's (BLEU)"),
}
JUDGED: Mapping[str, str] = {
    "proof found": mark("the heaviest sentence proves the answer"),
    "in its digit": mark("the heaviest moment lies in the digit"),
    "points at it": mark("the heaviest place lies on the digit"),
    "weight on it": mark("weight on the digit"),
    "trusts the good one": mark("trusts the one that was not spoiled"),
    "best sentence chosen": mark("the sentence that says most is chosen"),
    "its ROUGE-1": mark("how much the best sentence says (ROUGE-1)"),
    "by chance": mark("by chance"),
}
