#!/usr/bin/env bash
# Runs the random differential tester at length.
#   tests/campaign.sh SECONDS [FIRST_CASE] [AREAS]     areas: names in src/differential/areas/mod.rs, with commas
# Differences are printed in their smallest form, and written as programs to target/found.
set -eu
cd "$(dirname "$0")/.."
mkdir -p target/found
export FORKLORE_SECONDS=$1 FORKLORE_SEED=${2:-$(date +%s)} FORKLORE_FOUND=$PWD/target/found
export FORKLORE_AREAS=${3:-all}
exec cargo test --release -q -p forklore-tests --test differential -- --nocapture
