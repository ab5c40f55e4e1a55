#!/bin/sh
# What the editor starts. FORKLORE_SIM names another sim than the one in the PATH.
sim="${FORKLORE_SIM:-sim}"
if ! command -v "$sim" >/dev/null 2>&1; then
    # An editor shows nothing of an adapter that only ends; the answer to its first request it shows.
    text='{"seq":1,"type":"response","request_seq":1,"success":false,"command":"initialize","message":"Forklore: there is no program sim in the PATH of the editor. Install it, or name it by the environment variable FORKLORE_SIM."}'
    printf 'Content-Length: %d\r\n\r\n%s' "${#text}" "$text"
    read -r _
    exit 127
fi
exec "$sim" "$@"
