/** Files for either generation of Keras, from the model to its configuration. */
@NullMarked
package dev.tenon.tests.keras;

import org.jspecify.annotations.NullMarked;
