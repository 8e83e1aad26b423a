// What the upstream tells where it is asked for a story.
export const story = Array.from({ length: 30 }, (_, line) => `Line ${line + 1}: once upon a time, “weit weg”, 昔々.`).join('\n')
