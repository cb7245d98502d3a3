package io.siphon.console.flow;

/**
 * One line of a drawn ladder.
 *
 * @param y of its upper edge, px
 * @param arrow null where it is none
 * @param note null where it is none
 * @param silence folded before it, µs; 0 where nothing is folded
 */
record LadderLine(int y, Arrow arrow, Note note, long silence) {}
