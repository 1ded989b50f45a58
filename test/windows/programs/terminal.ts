import './fetch-over-http.ts'
import './stdin-over-tcp.ts'
import '../../../desktop/hosts/terminal/main.ts'
