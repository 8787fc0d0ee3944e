/** What a user works with: a model that is loaded, run, looked at and saved. */
@NullMarked
package dev.tenon;

import org.jspecify.annotations.NullMarked;
