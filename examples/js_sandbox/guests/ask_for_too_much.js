// The host function fails, which is an error of the script unless the script catches it.
function handler(event) {
    if (!event.careful)
        return lookup({ id: -1 });
    try {
        return lookup({ id: -1 });
    } catch (failure) {
        return { caught: failure.message };
    }
}
