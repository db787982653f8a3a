/** Tests of the HTTP server over real sockets. */
package io.cmesh.http.internal;
