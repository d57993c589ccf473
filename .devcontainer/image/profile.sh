# shellcheck shell=sh
# A login shell sets PATH anew and would lose the course's environment.
case ":$PATH:" in
  *:/opt/venv/bin:*) ;;
  *) PATH="/opt/venv/bin:$PATH:$HOME/.local/bin" ;;
esac
export PATH
