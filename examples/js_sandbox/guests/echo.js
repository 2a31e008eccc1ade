function handler(event) {
    return event;
}
