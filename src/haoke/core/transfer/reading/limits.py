"""Published limits of a file to import; past one of them the file is refused with a clear error."""

MIB = 1024 * 1024

MAX_FILES = 20
MAX_FILE_BYTES = 64 * MIB
MAX_SHEETS = 50
MAX_ROWS = 1_000_000
MAX_COLUMNS = 1_000
MAX_CELLS = 8_000_000
MAX_CELL_CHARS = 100_000
MAX_LINE_CHARS = 2 * MIB
MAX_TEXT_CHARS = 32 * MIB  # shared texts of one workbook
MAX_MERGES = 50_000
MAX_ZIP_ENTRIES = 2_000
MAX_INFLATED_BYTES = 768 * MIB
MAX_RATIO = 120  # honest sheets shrink 8 to 40 times
RATIO_FREE_BYTES = 4 * MIB  # small files may shrink more
CHILD_BYTES = 256 * MIB  # address space of the reading process
CHILD_CPU_SECONDS = 120
CHILD_SECONDS = 240
BATCH_ROWS = 500
