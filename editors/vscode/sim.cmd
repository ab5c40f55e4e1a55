@echo off
if defined FORKLORE_SIM ("%FORKLORE_SIM%" %*) else (sim %*)
