# The other clients at their pinned versions, installed into a temporary folder. Sourced by run, bench and gateway.
protobuf=protobuf==5.29.5
official=(ibapi==9.81.1.post1 nautilus-ibapi==10.19.4 nautilus-ibapi==10.46.1)
newest=${official[-1]}
async=ib_async==2.1.0
stoqey=@stoqey/ib@1.6.10

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
export PYTHONDONTWRITEBYTECODE=1 STOQEY="$temp/npm/node_modules/@stoqey/ib"
python="$temp/venv/bin/python"
complete=1 status=0

skipped() {
	complete=
	echo "$1: SKIPPED, it cannot be installed (no registry, or no such version): $(grep -v '^$' "$temp/log" | tail -n 1)"
}

fetch() { # package
	"$python" -m pip install --quiet --disable-pip-version-check --retries 1 --target "$temp/$1" "$1" >"$temp/log" 2>&1 && return
	skipped "$1"
	return 1
}

fetch_stoqey() {
	npm install --loglevel=error --no-audit --no-fund --ignore-scripts --prefix "$temp/npm" "$stoqey" >"$temp/log" 2>&1 && return
	skipped "$stoqey"
	return 1
}

python3 -m venv "$temp/venv"
