# What every script begins with: . "$(dirname "$0")/environment.sh"
set -euo pipefail
# Decimal points and one order for awk, sort, printf and Python, whatever the user's language; and none of the
# variables that change what programs print or how shells read their input.
export LC_ALL=C
unset CDPATH GREP_OPTIONS POSIXLY_CORRECT QUOTING_STYLE BASH_ENV ENV
# Programs leave no compiled ones beside them, and load no modules of the user's.
export PYTHONDONTWRITEBYTECODE=1
unset PYTHONPATH PYTHONHOME PYTHONOPTIMIZE
set +Cf
# The folder of the pipelines.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
