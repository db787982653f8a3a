/** The node as its users meet it: by the command line, HTTP and signals. */
package io.cmesh.itests.blackbox;
