/**
 * Reads files that are one protobuf message. Reading starts at {@link
 * dev.tenon.formats.protobuf.ProtobufFile}; {@code WireLengths} checks every length in the message
 * first.
 */
@NullMarked
package dev.tenon.formats.protobuf;

import org.jspecify.annotations.NullMarked;
