/** Files that are one protobuf message. */
@NullMarked
package dev.tenon.formats.protobuf;

import org.jspecify.annotations.NullMarked;
