/**
 * Texts of messages: {@link dev.tenon.internal.text.Names} lists and compares names, and {@link
 * dev.tenon.internal.text.PlainText} makes text of files harmless.
 */
@NullMarked
package dev.tenon.internal.text;

import org.jspecify.annotations.NullMarked;
