# For those whose fingers type make; everything is in ./outbound.
.PHONY: run test check
run test check:
	./outbound $@
