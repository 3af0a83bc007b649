"""Weights between the distilled and the tuned student (WiSE-FT, Wortsman et al. 2021, arXiv 2109.01903).

python models/encoder/average.py --from distilled.safetensors --to tuned.safetensors --share 0.6 --out student.safetensors
"""

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="start", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--share", type=float, required=True, help="weight of the tuned one")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    start, to = load_file(options.start), load_file(options.to)
    save_file({name: start[name].lerp(to[name], options.share) for name in start}, options.out)


if __name__ == "__main__":
    main()
