"""A vocabulary of word pieces, learned from texts by merging frequent pairs (Sennrich 2016)."""

from collections.abc import Sequence

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

PAD, BEGIN, END, UNKNOWN = range(4)  # the first numbers of every vocabulary
_MARKS = ("[pad]", "[begin]", "[end]", "[unknown]")


class Pieces:
    """Texts to numbers and back, lower-cased. Pieces join to words without a rule of language."""

    def __init__(self, texts: Sequence[str], most: int) -> None:
        """Learned from `texts`: at most `most` pieces, each seen twice or more."""
        self._pieces = Tokenizer(models.BPE(unk_token=_MARKS[UNKNOWN]))
        self._pieces.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
        self._pieces.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation()]
        )
        self._pieces.decoder = decoders.Metaspace()
        trainer = trainers.BpeTrainer(
            vocab_size=most, min_frequency=2, special_tokens=list(_MARKS), show_progress=False
        )
        self._pieces.train_from_iterator(texts, trainer)

    def __len__(self) -> int:
        return int(self._pieces.get_vocab_size())

    def numbers(self, text: str) -> list[int]:
        """The pieces of a text, without begin and end."""
        found: list[int] = self._pieces.encode(text).ids
        return found

    def text(self, numbers: Sequence[int]) -> str:
        """Pieces joined; what marks begin, end or padding is left out."""
        said: str = self._pieces.decode(list(numbers))
        return said

    def names(self, numbers: Sequence[int]) -> list[str]:
        """Each piece as it is drawn; a dot where nothing is left of it."""
        said = (self._pieces.id_to_token(n) or "" for n in numbers)
        return [one.replace("▁", " ").strip() or "·" for one in said]
