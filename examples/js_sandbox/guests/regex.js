function handler(event) {
    const found = event.text.match(/(\w+)@(\w+)\.example/);
    return found ? { user: found[1], host: found[2] } : null;
}
