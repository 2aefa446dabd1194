"""What --help says."""

HELP = """\
Momentum Lab: balls with different momentum roll over the same landscape.
Which minimum does each one reach?

  momentum-lab [FILE.momentum]                 open the window (with a scenario)
  momentum-lab run [FILE.momentum] [options]   simulate without a window
  momentum-lab landscapes                      list the landscapes that come with the program
  momentum-lab --version
  momentum-lab --help

Each command explains itself: momentum-lab run --help.
The window has one option: --temp-settings starts it as if for the first time, and keeps nothing.

Examples
  momentum-lab
  momentum-lab run
  momentum-lab run --preset double-well --alpha 0.5 0.9 0.99 --csv wells.csv

Exit codes: 0 done, 2 wrong arguments or input, 1 anything else that prevented the work.
"""

RUN_HELP = """\
momentum-lab run [FILE.momentum] [options]: simulate without a window.

Without a FILE the default scenario is run: five balls on descending hills. Options override what the scenario says.

Landscape, at most one
  --preset NAME                  one that comes with the program; its own start and η
  --formula TEXT --domain LO HI  f(w), such as "w^4 - 3w^2 + w"; --formula=-w^2 if it begins with a minus
  --curve FILE.csv               two columns of numbers, w and f
  --smooth FRACTION              smooth the curve by this fraction of its width, such as 0.01
  A formula or curve gets a suggested start and η. In a scenario from a FILE, another landscape keeps the balls' η, and
  their starts where they lie in its domain; edits are dropped.

Balls
  --alpha A [A ...]              one ball for each momentum coefficient, 0 to 1
  --eta E [E ...]                learning rate: one for all balls, or one for each
  --start W [W ...]              where they start: one for all, or one for each
  --rule momentum|nesterov ...   one for all, or one for each
  In a scenario from a FILE, --alpha replaces all its balls (η, start and rule are then those of its first one) and
  drops its edits; --eta, --start and --rule change its balls and keep its edits.

Run
  --steps N                      at most so many steps: 0 to 10000000, default 2000
  --full                         go on after every ball has settled, to the last step

Out (default: a table on stdout)
  --csv FILE                     the trajectories; beside it, with the ending .momentum, the scenario that gives them
                                 again. A scenario that was read and run unchanged is left as it is.
  --summary FILE                 what became of each ball, as JSON
  -                              as FILE: stdout, instead of the table

Examples
  momentum-lab run --alpha 0.9 0.95 0.97 --csv hills.csv
  momentum-lab run hills.momentum --csv again.csv
  momentum-lab run --formula "0.1w^2 + cos(3w)" --domain -6 6 --eta 0.05 --start 5 -5 --alpha 0.9 0.9
  momentum-lab run --curve profile.csv --smooth 0.01 --summary -
"""

LANDSCAPES_HELP = """\
momentum-lab landscapes: list the landscapes that come with the program, with the number of valleys and the place and
height of the global minimum. Each can be run: momentum-lab run --preset NAME.
"""
