/** What a user feeds to a model: CSV, JSON, npz and images. */
@NullMarked
package dev.tenon.cli.input;

import org.jspecify.annotations.NullMarked;
