# Every target is one `playbook` command; without make, run the same line yourself:
#     python3 playbook/bootstrap.py report first
# The bootstrap makes .venv when it is not there yet. POSIX sh is enough.

# The first Python 3 that really runs. The bootstrap looks for a supported one by itself.
PY = py=; \
  for p in python3 python3.13 python3.12 python3.11 python; do \
    if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 6))' >/dev/null 2>&1; then py=$$p; break; fi; \
  done; \
  if [ -z "$$py" ]; then \
    echo "No usable Python was found. Install Python 3.12, then repeat the command. / 没有找到可用的 Python：请安装 Python 3.12 后重新执行该命令。" >&2; \
    exit 1; \
  fi; "$$py"

.PHONY: report test test-full bench notebooks data-dictionary messages clean

report:           ## Simulate a practice shop, run its daily report, open it (SAMPLE=cdnow: a real one)
	@$(PY) playbook/bootstrap.py report first $(if $(SAMPLE),--sample $(SAMPLE))

test:             ## Check everything in the fast tier
	@$(PY) playbook/bootstrap.py --dev dev test

test-full:        ## Check everything: every seed, kill and case
	@$(PY) playbook/bootstrap.py --dev dev test --full

bench:            ## Time it side by side with the plain tools
	@$(PY) playbook/bootstrap.py --dev dev bench

notebooks:        ## Run the committed notebooks again and store their outputs
	@$(PY) playbook/bootstrap.py --dev dev notebooks

data-dictionary:  ## Write data/README.md from the table declarations
	@$(PY) playbook/bootstrap.py --dev dev dictionary

messages:         ## Bring the translation catalogues up to date
	@$(PY) playbook/bootstrap.py --dev dev messages

clean:            ## Remove what can be made again; no Store and no report
	@$(PY) playbook/bootstrap.py dev clean
