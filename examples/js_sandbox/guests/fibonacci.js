function fibonacci(n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

function handler(event) {
    return { value: fibonacci(event.n) };
}
