// Not JavaScript.
function handler(event {
