/**
 * The states that Keras' {@code adapt} computes from data. Reading starts at {@link
 * dev.tenon.layers.adaptation.Adaptable}, which layers implement. {@link
 * dev.tenon.layers.adaptation.BatchMoments} measures mean and variance, {@link
 * dev.tenon.layers.adaptation.QuantileSummary} quantiles, and {@link
 * dev.tenon.layers.adaptation.TokenCounts} the frequency of tokens, which {@link
 * dev.tenon.layers.adaptation.TextTokens} cuts out of texts.
 */
@NullMarked
package dev.tenon.layers.adaptation;

import org.jspecify.annotations.NullMarked;
