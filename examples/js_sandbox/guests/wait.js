// Waits forever, a millisecond at a time. The host counts the naps.
function handler() {
    for (;;)
        sleep({ milliseconds: 1 });
}
