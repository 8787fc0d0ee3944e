/** The zoo compared with real Keras. */
@NullMarked
package dev.tenon.tests.zoo;

import org.jspecify.annotations.NullMarked;
