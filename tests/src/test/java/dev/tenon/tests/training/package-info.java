/** Training compared with recordings of Keras. */
@NullMarked
package dev.tenon.tests.training;

import org.jspecify.annotations.NullMarked;
