/**
 * Keras' attention layers. Reading starts at {@link dev.tenon.layers.attention.Attention}; it and
 * {@link dev.tenon.layers.attention.AdditiveAttention} share {@code DotScores}. {@link
 * dev.tenon.layers.attention.MultiHeadAttention} and its kind with fewer keys share {@code
 * Projection} and {@code Heads}. {@link dev.tenon.layers.attention.ScoreMasks} and {@code
 * AttentionMask} combine masks.
 */
@NullMarked
package dev.tenon.layers.attention;

import org.jspecify.annotations.NullMarked;
