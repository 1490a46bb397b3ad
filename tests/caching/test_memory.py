"""What is remembered is that of the newest version, of the things that were asked for last."""

from regiodeal.caching.memory import Memory


def test_it_is_made_once_for_a_version_and_anew_for_the_next() -> None:
    memory, made = Memory(2), iter(range(10))

    def ask(key: str, version: int) -> int:
        return memory.recall(key, version, lambda: next(made))

    assert [ask("page", 1), ask("page", 1), ask("page", 2), ask("page", 2)] == [0, 0, 1, 1]
    assert ask("page", 1) == 2  # an older version is not kept


def test_it_forgets_what_was_asked_for_longest_ago() -> None:
    memory, made = Memory(2), iter(range(10))
    asked = ["one", "two", "one", "three", "one", "two"]
    assert [memory.recall(key, 1, lambda: next(made)) for key in asked] == [0, 1, 0, 2, 0, 3]
    memory.forget()
    assert memory.recall("one", 1, lambda: next(made)) == 4
