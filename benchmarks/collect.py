"""How fast `collect` is, and how that grows: `python benchmarks/collect.py [COUNT…]` (10, 100, 1000 and 10,000 documents).

Makes Markdown articles of 8 KB, all different, runs the command over them, and prints seconds, documents a second, CPU
seconds and the peak memory of the whole process tree (proportional set size, sampled).

The articles are as dense as what desks write: in 8 KB, 98 claims, 25 citations and attributions, and 30 blocks. The
eleven documents of ../shared/seeds and ../shared/press/corpus have, by their median, 96 claims, 17 citations and 31
blocks in as much text (48 to 132, 2 to 86 and 12 to 50).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from speed import cpu_seconds, descendants, memory

SIZE = 8_000
"""Bytes of a document."""
SAMPLE = 0.1
"""Seconds between two looks at the processes."""
FRENCH = (
    "Le chiffre d'affaires de {name} a reculé de {n} % en {year}, à {m} millions d'euros, selon les comptes publiés mardi.",
    "Selon [Reuters](https://www.reuters.com/business/{name}-{m}-{n}), le groupe vise {m} embauches d'ici à {year}, dont la moitié à Lyon.",
    "L'entreprise n'a pas souhaité commenter ces chiffres, qui circulaient depuis plusieurs semaines dans la presse économique.",
    "« Nous avons perdu {n} % de nos clients en un an, et il faudra du temps pour les regagner », a déclaré son directeur, Paul Hervieu.",
    "Elle emploie {m} personnes dans {n} pays ; son usine de Valmer, ouverte en {year}, doit fermer avant la fin de l'année.",
    "Le syndicat réclame une hausse de {n} % des salaires, tandis que la direction en propose deux fois moins.",
    "D'après une note de la Banque de France, l'inflation atteindrait {n} % en {year}[^{k}].",
    "Personne ne sait encore ce que fera le conseil d'administration, dont la prochaine réunion est prévue au printemps.",
    "Faut-il y voir un tournant pour toute la filière, ou seulement le retour à des prix que le marché n'aurait jamais dû quitter ?",
    "On peut regretter qu'un débat aussi technique occupe si peu de place dans la campagne, alors que chacun en paiera la facture.",
    "Dans les couloirs du ministère, où la lumière reste allumée tard ces jours-ci, l'humeur n'est pas encore à la fête ni aux bilans.",
    "Le tribunal de commerce rendra sa décision le {day} mars {year}, a précisé une porte-parole du greffe de Nantes.",
)
ENGLISH = (
    "{name} said on Tuesday that it had sold {m} units in {year}, up {n}% from the year before, after two quarters of losses.",
    "According to [the Financial Times](https://www.ft.com/content/{m}-{n}), the board will vote on the sale in June {year}.",
    "The company declined to comment on the figures, which had been circulating for several weeks among analysts in London.",
    '"We lost {n}% of our customers within a year, and it will take time to win them back," said its chief executive, Mary Holt.',
    "Its plant in Harwick, which opened in {year} and employs {m} people, is expected to close before the end of the year.",
    "The union is asking for a rise of {n}% while management has offered less than half of that, people close to the talks said.",
    "Shares fell {n}% to {m} pence in early trading, and the regulator opened an inquiry in {year}[^{k}].",
    "Is this a turning point for the whole industry, or merely a return to the prices that the market ought never to have left?",
    "One can only hope that a debate as dry as this one finds its place in the campaign, since everybody will foot the bill.",
    "In the corridors of the ministry, where the lights have been on late these days, nobody is in the mood for a party yet.",
    "Nobody knows yet what the new owners intend to do with the research centre, whose lease ends next spring.",
)
TITLES = {
    FRENCH: ("# Revue de presse de la semaine\n", "## Notes\n"),
    ENGLISH: ("# The week in business\n", "## Notes\n"),
}


def written(source: random.Random) -> str:
    """An article of about 8 KB."""
    sentences = source.choice((FRENCH, ENGLISH))
    paragraphs, notes = [TITLES[sentences][0]], [TITLES[sentences][1]]
    while sum(map(len, [*paragraphs, *notes])) < SIZE:
        said = []
        for sentence in source.sample(sentences, source.randrange(2, 5)):
            values = {"name": source.choice(["Norvia", "Harwick", "Lumenor"]), "n": source.randrange(2, 60), "day": source.randrange(2, 29),
                      "m": source.randrange(100, 9000), "year": source.randrange(2019, 2027), "k": len(notes)}  # fmt: skip
            said.append(sentence.format(**values))
            if "[^" in sentence:
                notes.append(f"[^{len(notes)}]: https://norvia.example/{values['m']}/{values['n']}\n")
        paragraphs.append(" ".join(said) + "\n")
    return "\n".join([*paragraphs, *notes])


def measure(count: int) -> None:
    """Run `collect` over so many documents and print what it took."""
    source = random.Random(count)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            Path(folder, f"{number:05}.md").write_text(written(source), "utf-8")
        command = [sys.executable, "-m", "provenance", "collect", folder]
        begun, peak, used = time.perf_counter(), 0.0, {}
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while running.poll() is None:
            held = 0.0
            for process in descendants(running.pid):
                try:
                    used[process] = cpu_seconds(process)
                    held += memory(process)
                except (OSError, StopIteration):
                    continue  # it ended meanwhile
            peak = max(peak, held)
            time.sleep(SAMPLE)
        seconds = time.perf_counter() - begun
    sys.stdout.write(
        f"{count:6} documents  {seconds:7.1f} s  {count / seconds:6.1f} documents/s  {sum(used.values()):6.1f} CPU s  "
        f"{peak:4.0f} MB  load {os.getloadavg()[0]:.1f}  exit {running.returncode}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    for wanted in [int(word) for word in sys.argv[1:]] or [10, 100, 1000, 10_000]:
        measure(wanted)
