// The host's function fails; that is the script's error unless it catches it.
function handler(event) {
    if (!event.careful)
        return lookup({ id: -1 });
    try {
        return lookup({ id: -1 });
    } catch (failure) {
        return { caught: failure.message };
    }
}
