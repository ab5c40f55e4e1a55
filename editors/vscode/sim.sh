#!/bin/sh
# What the editor starts. FORKLORE_SIM names another sim than the one in the PATH.
exec "${FORKLORE_SIM:-sim}" "$@"
