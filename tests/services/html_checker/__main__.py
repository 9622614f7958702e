"""``python -m tests.services.html_checker`` fetches the checker; ``… FOLDER`` prints what is wrong with its pages."""

import sys
from pathlib import Path

from tests.services.html_checker import HOME, faults_in, install


def main(arguments: list[str]) -> int:
    try:
        install()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The HTML checker is there: {HOME}")
    faults = [fault for folder in arguments for fault in faults_in(Path(folder))]
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
