// Throws what it is told to throw: an Error, or whatever.
function handler(event) {
    if (event.times)
        throw new RangeError("x".repeat(event.times));
    throw event.bare ? event.message : new TypeError(event.message);
}
