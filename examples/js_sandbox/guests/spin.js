// Computes forever and resists being ended.
function handler() {
    for (;;) {
        try {
            for (;;);
        } finally {
            continue;
        }
    }
}
