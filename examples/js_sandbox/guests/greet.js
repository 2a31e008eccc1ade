// Asks the host for what it needs.
function handler(event) {
    const { name } = lookup({ id: event.id });
    print(`hello ${name}`);
    return { greeted: name };
}
