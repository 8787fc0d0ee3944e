/** The two exceptions that say what is the matter with a model file. */
@NullMarked
package dev.tenon.error;

import org.jspecify.annotations.NullMarked;
