/**
 * Finds masks of sequence steps in graphs of operators. Reading starts at {@link
 * dev.tenon.lifting.masking.MaskReading}, which recognises the mask in a value; {@link
 * dev.tenon.lifting.masking.StepMask} has the kinds of masks. {@link
 * dev.tenon.lifting.masking.MaskedMean} recognises means over unmasked steps, and {@link
 * dev.tenon.lifting.masking.PaddingTokens} finds look-ups with padding.
 */
@NullMarked
package dev.tenon.lifting.masking;

import org.jspecify.annotations.NullMarked;
