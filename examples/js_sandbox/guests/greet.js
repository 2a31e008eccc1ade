// Calls two host functions.
function handler(event) {
    const { name } = lookup({ id: event.id });
    print(`hello ${name}`);
    return { greeted: name };
}
