// Works for ever, and does not want to be ended.
function handler() {
    for (;;) {
        try {
            for (;;);
        } finally {
            continue;
        }
    }
}
