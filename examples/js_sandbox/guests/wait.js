// Waits for ever, a millisecond at a time. `slept` counts in the host.
function handler() {
    for (;;)
        sleep({ milliseconds: 1 });
}
