/**
 * Low-rank adapters in the folders of PEFT. Reading starts at {@link
 * dev.tenon.internal.lora.PeftFolder}, which reads and writes a {@link
 * dev.tenon.internal.lora.PeftAdapter}: matrices by the names of modules. {@link
 * dev.tenon.internal.lora.PeftWeights} connects them with the weights of a model of layers; {@link
 * dev.tenon.internal.lora.PeftPlace} is where PyTorch has a weight.
 */
@NullMarked
package dev.tenon.internal.lora;

import org.jspecify.annotations.NullMarked;
