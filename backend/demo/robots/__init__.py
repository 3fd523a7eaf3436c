"""The robot shift: merchants, workers, dispatchers and a supervisor who use the house through HTTP as people do."""
