/** The architectures of {@code keras.applications}, with pretrained weights and preprocessing. */
@NullMarked
package dev.tenon.zoo;

import org.jspecify.annotations.NullMarked;
