function handler(event) {
    return handler(event);
}
