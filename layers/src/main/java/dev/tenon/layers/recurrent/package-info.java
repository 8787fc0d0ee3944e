/**
 * Keras' recurrent layers, their cells, and the wrappers around them. Reading starts at {@link
 * dev.tenon.layers.recurrent.Rnn} and {@link dev.tenon.layers.recurrent.Cell}, the interfaces of
 * layers and cells; {@code CellLoop} runs a cell along a sequence. {@link
 * dev.tenon.layers.recurrent.Bidirectional} and {@link dev.tenon.layers.recurrent.TimeDistributed}
 * wrap other layers. {@link dev.tenon.layers.recurrent.GateWeights} and {@link
 * dev.tenon.layers.recurrent.DropoutMasks} hold the weights and masks of cells.
 */
@NullMarked
package dev.tenon.layers.recurrent;

import org.jspecify.annotations.NullMarked;
