// Throws what the event asks for: an Error or a plain value.
function handler(event) {
    if (event.times)
        throw new RangeError("x".repeat(event.times));
    throw event.bare ? event.message : new TypeError(event.message);
}
