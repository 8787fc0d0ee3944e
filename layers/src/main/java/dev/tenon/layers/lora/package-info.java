/**
 * Low-rank adapters of weights. Reading starts at {@link dev.tenon.layers.lora.LoraConfig}, which
 * asks for them; {@link dev.tenon.layers.lora.LoraAdapter} declares the factors of a weight and
 * computes with them.
 */
@NullMarked
package dev.tenon.layers.lora;

import org.jspecify.annotations.NullMarked;
